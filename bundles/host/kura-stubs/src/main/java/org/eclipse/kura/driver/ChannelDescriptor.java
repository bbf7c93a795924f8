package org.eclipse.kura.driver;

public interface ChannelDescriptor {
  Object getDescriptor();
}
