package org.eclipse.kura.channel.listener;

import org.eclipse.kura.channel.ChannelRecord;

public class ChannelEvent {
  public ChannelEvent(ChannelRecord channelRecord) {}

  public ChannelRecord getChannelRecord() {
    return null;
  }
}
