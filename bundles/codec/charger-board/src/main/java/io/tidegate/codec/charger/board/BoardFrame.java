package io.tidegate.codec.charger.board;

import java.util.Objects;

/**
 * A message with its envelope.
 *
 * @param channel EVSE on the board, 0–250; {@link #BOARD} for the board itself
 * @param sequence number of the frame in its direction, 0–65535, rising by one and wrapping
 */
public record BoardFrame(int channel, int sequence, BoardMessage message) {
  public static final int BOARD = 255;
  public static final int SEQUENCES = 65_536;

  public BoardFrame {
    Objects.requireNonNull(message);
    if (channel < 0 || channel > BOARD || sequence < 0 || sequence >= SEQUENCES) {
      throw new IllegalArgumentException("channel " + channel + ", sequence " + sequence);
    }
  }
}
