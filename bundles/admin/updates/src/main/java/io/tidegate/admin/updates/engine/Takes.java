package io.tidegate.admin.updates.engine;

import io.tidegate.api.update.UpdateView.Resources;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** What the gateway's process takes. Any thread; nothing is collected for it. */
public final class Takes {
  private Takes() {}

  /** At this moment. */
  public static Resources now(BundleContext context) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    return new Resources(
        context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel(),
        context.getBundles().length,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
        memory.getHeapMemoryUsage().getUsed(),
        memory.getNonHeapMemoryUsage().getUsed());
  }
}
