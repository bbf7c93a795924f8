package io.tidegate.api.site;

/**
 * Constants of a transformer's thermal model, in the manner of IEC 60076-7 (differential equations
 * of hot spot and top oil).
 *
 * @param topOilRiseK steady top-oil rise over ambient at rated load, K
 * @param hotSpotGradientK steady hot-spot gradient over top oil at rated load, K
 * @param lossRatio load losses over no-load losses at rated load
 * @param oilExponent exponent x of the oil
 * @param windingExponent exponent y of the winding
 * @param oilTimeConstantS oil time constant, s
 * @param windingTimeConstantS winding time constant, s
 * @param k11 model constant, about 0.5–1
 * @param k21 model constant, 1–2
 * @param k22 model constant, about 2
 * @param ambientC design ambient temperature where none is measured, °C
 * @param throttleStartC hot spot from which the usable rating shrinks, °C
 * @param throttleEndC hot spot at which nothing but the safe shares is left, °C
 */
public record TransformerThermal(
    double topOilRiseK,
    double hotSpotGradientK,
    double lossRatio,
    double oilExponent,
    double windingExponent,
    double oilTimeConstantS,
    double windingTimeConstantS,
    double k11,
    double k21,
    double k22,
    double ambientC,
    double throttleStartC,
    double throttleEndC) {}
