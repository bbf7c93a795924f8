package io.tidegate.charging.vehicle.classic;

/** What vehicle and SECC say to each other, in words that both standards have. */
public sealed interface Message permits Request, Reply {}
