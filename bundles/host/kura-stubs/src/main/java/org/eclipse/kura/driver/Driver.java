package org.eclipse.kura.driver;

import java.util.List;
import java.util.Map;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;

public interface Driver {
  final class ConnectionException extends Exception {
    public ConnectionException(String message) {}
  }

  void connect() throws ConnectionException;

  void disconnect() throws ConnectionException;

  ChannelDescriptor getChannelDescriptor();

  void read(List<ChannelRecord> records) throws ConnectionException;

  void registerChannelListener(Map<String, Object> channelConfig, ChannelListener listener)
      throws ConnectionException;

  void unregisterChannelListener(ChannelListener listener) throws ConnectionException;

  void write(List<ChannelRecord> records) throws ConnectionException;

  PreparedRead prepareRead(List<ChannelRecord> records);
}
