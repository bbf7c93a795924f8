/**
 * The command line and the embedding of the Felix framework: starts the folder {@code
 * bundle/<level>/*.jar} with start levels, waits until the gateway serves, stops it in time.
 */
package io.tidegate.launcher;
