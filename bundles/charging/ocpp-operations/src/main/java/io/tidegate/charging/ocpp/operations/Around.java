package io.tidegate.charging.ocpp.operations;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What all workflows work with. */
record Around(
    Path home,
    Stations stations,
    Disk disk,
    Supplier<OperationsConfig> config,
    InstantSource time,
    RequestIds ids,
    Sessions sessions) {}
