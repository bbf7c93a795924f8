package io.tidegate.hardware.profiles;

import io.tidegate.codec.yaml.Problem;
import io.tidegate.codec.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the hardware profile that the container property {@code tidegate.profile} names. Looks
 * every 10 s whether the model's devices are there, on the thread {@code tidegate-profile}.
 */
@Component(
    name = ProfileLoader.PID,
    service = HealthCheck.class,
    immediate = true,
    property = {HealthCheck.NAME + "=hardware-profile", HealthCheck.TAGS + "=tidegate"})
public final class ProfileLoader implements HealthCheck {
  static final String PID = "io.tidegate.hardware.profiles";
  static final String DEFAULT = "generic-x86";
  private static final Logger LOG = LoggerFactory.getLogger(ProfileLoader.class);
  private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final long LOOK_S = 10;

  private final Path root;
  private final String model;
  private final ScheduledExecutorService thread;
  private volatile Result health =
      new Result(Result.Status.WARN, "the hardware profile was not read yet");

  @Activate
  public ProfileLoader(BundleContext context, @Reference ConfigurationAdmin admin) {
    this(context, admin, Path.of("/"));
  }

  /**
   * @param root where the devices are looked for
   */
  ProfileLoader(BundleContext context, ConfigurationAdmin admin, Path root) {
    this.root = root;
    String chosen = context.getProperty("tidegate.profile");
    this.model = chosen == null || chosen.isBlank() ? DEFAULT : chosen.strip();
    String home = context.getProperty("tidegate.home");
    String distribution = context.getProperty("tidegate.dist");
    Path config = Path.of(home == null ? "." : home).toAbsolutePath().resolve("config");
    List<Path> folders = new ArrayList<>();
    folders.add(config.resolve("hw-profiles"));
    folders.add(config.resolveSibling("hw-profiles"));
    if (distribution != null) {
      folders.add(Path.of(distribution).resolve("hw-profiles"));
    }
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "tidegate-profile");
              worker.setDaemon(true);
              return worker;
            });
    Wirer wirer = new Wirer(admin, config);
    thread.execute(() -> load(folders, wirer));
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    thread.shutdownNow();
    if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
      LOG.warn("The thread tidegate-profile did not end within 1 s");
    }
  }

  private void load(List<Path> folders, Wirer wirer) {
    try {
      ProfileFile.Reading reading = read(folders);
      if (reading.profile().isEmpty()) {
        refuse(reading.problems());
        return;
      }
      Profile profile = reading.profile().get();
      LOG.info("Hardware profile {}: {}", model, profile.title());
      wirer.apply(model, profile.wiring());
      look(profile);
      var unused =
          thread.scheduleWithFixedDelay(() -> look(profile), LOOK_S, LOOK_S, TimeUnit.SECONDS);
    } catch (IOException | RuntimeException e) {
      LOG.error("ERR_HW_PROFILE: profile {} cannot be applied", model, e);
      health = new Result(Result.Status.CRITICAL, "ERR_HW_PROFILE: profile " + model + ": " + e);
    }
  }

  private ProfileFile.Reading read(List<Path> folders) throws IOException {
    String name = "hw-profiles/" + model + ".yaml";
    if (MODEL.matcher(model).matches()) {
      for (Path folder : folders) {
        Path file = folder.resolve(model + ".yaml");
        if (Files.isRegularFile(file)) {
          try (InputStream in = Files.newInputStream(file)) {
            return ProfileFile.read(name, model, in.readNBytes(YamlFile.MAX_BYTES + 1));
          }
        }
      }
    }
    return new ProfileFile.Reading(
        Optional.empty(), List.of(new Problem(name, 0, "", "is in none of " + folders)));
  }

  private void refuse(List<Problem> problems) {
    problems.forEach(problem -> LOG.error("ERR_HW_PROFILE: {}", problem));
    String shown =
        problems.stream().limit(5).map(Problem::toString).collect(Collectors.joining("; "));
    health = new Result(Result.Status.CRITICAL, "ERR_HW_PROFILE: " + shown);
  }

  private void look(Profile profile) {
    List<String> missing = new ArrayList<>();
    for (Profile.Device device : profile.devices()) {
      boolean there =
          device.path().isEmpty() || Files.exists(root.resolve(device.path().substring(1)));
      if (device.expected() && !there) {
        missing.add(device.name() + " (" + device.path() + ")");
      }
    }
    String sentence =
        missing.isEmpty()
            ? profile.title() + ": every device is there"
            : profile.title() + ": missing " + String.join(", ", missing);
    Result.Status status = missing.isEmpty() ? Result.Status.OK : Result.Status.WARN;
    if (status == Result.Status.WARN && health.isOk()) {
      LOG.warn("Hardware profile {}: {}", model, sentence);
    }
    health = new Result(status, sentence);
  }

  @Override
  public Result execute() {
    return health;
  }
}
