package org.eclipse.kura.channel.listener;

import org.eclipse.kura.channel.ChannelRecord;

/** A double that remembers. */
public class ChannelEvent {
  private final ChannelRecord record;

  public ChannelEvent(ChannelRecord record) {
    this.record = java.util.Objects.requireNonNull(record);
  }

  public ChannelRecord getChannelRecord() {
    return record;
  }
}
