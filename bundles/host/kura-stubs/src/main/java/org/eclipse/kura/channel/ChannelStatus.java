package org.eclipse.kura.channel;

public class ChannelStatus {
  public ChannelStatus(ChannelFlag channelFlag) {}

  public ChannelStatus(ChannelFlag channelFlag, String exceptionMessage, Exception exception) {}

  public ChannelFlag getChannelFlag() {
    return null;
  }

  public String getExceptionMessage() {
    return null;
  }
}
