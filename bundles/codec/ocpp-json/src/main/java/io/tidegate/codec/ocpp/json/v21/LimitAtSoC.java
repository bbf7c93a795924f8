package io.tidegate.codec.ocpp.json.v21;

import java.math.BigDecimal;

/**
 * A limit once the battery is that full.
 *
 * @param soc per cent
 */
public record LimitAtSoC(int soc, BigDecimal limit) {}
