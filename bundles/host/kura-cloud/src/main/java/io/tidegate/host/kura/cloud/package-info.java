/** The gateway behind Eclipse Kura's cloud connections: requests from above, telemetry upwards. */
package io.tidegate.host.kura.cloud;
