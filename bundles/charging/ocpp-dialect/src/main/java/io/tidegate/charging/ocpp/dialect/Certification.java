package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.security.StationCertificates;
import java.util.concurrent.atomic.AtomicReference;

/** The certificate messages, and the services behind them, which come and go. */
record Certification(
    AtomicReference<StationCertificates> authority,
    AtomicReference<OcspStatus> responders,
    Renewals renewals,
    SigningDesk signing,
    StatusDesk status) {}
