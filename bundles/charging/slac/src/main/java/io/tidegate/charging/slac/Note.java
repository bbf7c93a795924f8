package io.tidegate.charging.slac;

/** A line for the log; a warning when somebody should look at it. */
record Note(boolean warning, String text) {}
