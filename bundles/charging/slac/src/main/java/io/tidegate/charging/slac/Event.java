package io.tidegate.charging.slac;

import io.tidegate.codec.slac.MmeFrame;

/** What a link is told. */
sealed interface Event {
  /** A vehicle is plugged in. */
  record Match() implements Event {}

  record Terminate() implements Event {}

  record Pause() implements Event {}

  record Received(MmeFrame frame) implements Event {}

  /** A deadline may have passed. */
  record Tick() implements Event {}
}
