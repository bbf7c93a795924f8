package io.tidegate.api.control;

import java.util.List;

/**
 * Is told when setpoints have left as bytes (whiteboard), for latency figures. Any thread; returns
 * at once.
 */
public interface SetpointTrace {
  /**
   * @param nanos {@link System#nanoTime()} when the transport had written the last of them
   */
  void written(List<Setpoint> setpoints, long nanos);
}
