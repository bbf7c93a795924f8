package org.eclipse.kura.channel;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValue;

/** A double that remembers, and is as strict as Kura's. */
public class ChannelRecord {
  private final String name;
  private final DataType valueType;
  private Map<String, Object> configuration;
  private TypedValue<?> value;
  private ChannelStatus status;
  private long timestamp;

  private ChannelRecord(String name, DataType valueType) {
    this.name = requireNonNull(name);
    this.valueType = requireNonNull(valueType);
  }

  public static ChannelRecord createReadRecord(String name, DataType valueType) {
    return new ChannelRecord(name, valueType);
  }

  public static ChannelRecord createWriteRecord(String name, TypedValue<?> value) {
    ChannelRecord record = new ChannelRecord(name, value.getType());
    record.value = value;
    return record;
  }

  public String getChannelName() {
    return name;
  }

  public DataType getValueType() {
    return valueType;
  }

  public TypedValue<?> getValue() {
    return value;
  }

  public void setValue(TypedValue<?> value) {
    this.value = requireNonNull(value);
  }

  public Map<String, Object> getChannelConfig() {
    return configuration;
  }

  public void setChannelConfig(Map<String, Object> configuration) {
    this.configuration = new HashMap<>(configuration);
  }

  public ChannelStatus getChannelStatus() {
    return status;
  }

  public void setChannelStatus(ChannelStatus status) {
    this.status = requireNonNull(status);
  }

  public long getTimestamp() {
    return timestamp;
  }

  public void setTimestamp(long timestamp) {
    this.timestamp = timestamp;
  }
}
