package org.eclipse.kura.channel;

import java.util.Map;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValue;

public class ChannelRecord {
  private ChannelRecord() {}

  public static ChannelRecord createReadRecord(String channelName, DataType valueType) {
    return null;
  }

  public String getChannelName() {
    return null;
  }

  public DataType getValueType() {
    return null;
  }

  public TypedValue<?> getValue() {
    return null;
  }

  public void setValue(TypedValue<?> value) {}

  public Map<String, Object> getChannelConfig() {
    return null;
  }

  public void setChannelConfig(Map<String, Object> channelConfig) {}

  public ChannelStatus getChannelStatus() {
    return null;
  }

  public void setChannelStatus(ChannelStatus status) {}

  public long getTimestamp() {
    return 0;
  }

  public void setTimestamp(long timestamp) {}
}
