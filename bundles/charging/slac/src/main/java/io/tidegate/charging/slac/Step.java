package io.tidegate.charging.slac;

import io.tidegate.codec.slac.MmeFrame;
import java.util.List;

/**
 * What comes of an event.
 *
 * @param frames to send, in order
 * @param deadline when the next {@link Event.Tick} is due, ns; {@link Long#MAX_VALUE} after now:
 *     never
 */
record Step(LinkState state, List<MmeFrame> frames, List<Note> notes, long deadline) {
  Step {
    frames = List.copyOf(frames);
    notes = List.copyOf(notes);
  }
}
