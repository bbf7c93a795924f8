package org.eclipse.kura.watchdog;

public interface CriticalComponent {
  String getCriticalComponentName();

  int getCriticalComponentTimeout();
}
