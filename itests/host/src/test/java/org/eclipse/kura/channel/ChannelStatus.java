package org.eclipse.kura.channel;

/** A double that remembers. */
public class ChannelStatus {
  private final ChannelFlag flag;
  private final String message;

  public ChannelStatus(ChannelFlag flag) {
    this(flag, null, null);
  }

  public ChannelStatus(ChannelFlag flag, String message, Exception exception) {
    this.flag = java.util.Objects.requireNonNull(flag);
    this.message = message;
  }

  public ChannelFlag getChannelFlag() {
    return flag;
  }

  public String getExceptionMessage() {
    return message;
  }
}
