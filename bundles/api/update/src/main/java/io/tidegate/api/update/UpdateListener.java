package io.tidegate.api.update;

/**
 * Hears of each step of each order, in their sequence, on the updater's thread: return at once. A
 * service. After a restart of either side the last state is told again.
 */
public interface UpdateListener {
  void changed(UpdateView update);
}
