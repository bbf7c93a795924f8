package org.eclipse.kura.watchdog;

public interface WatchdogService {
  void registerCriticalComponent(CriticalComponent criticalComponent);

  void unregisterCriticalComponent(CriticalComponent criticalComponent);

  void checkin(CriticalComponent criticalComponent);
}
