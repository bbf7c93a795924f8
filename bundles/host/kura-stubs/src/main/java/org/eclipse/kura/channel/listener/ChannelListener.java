package org.eclipse.kura.channel.listener;

@FunctionalInterface
public interface ChannelListener {
  void onChannelEvent(ChannelEvent event);
}
