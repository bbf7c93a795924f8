package io.tidegate.admin.release.tool;

import io.tidegate.api.operation.Tool;
import io.tidegate.codec.release.Refusal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** {@code tidegate release}: keys, roots, archives, signatures, permits. */
@Component(service = Tool.class, property = Tool.NAME + "=release")
public final class ReleaseTool implements Tool {
  private final InstantSource clock;

  public ReleaseTool() {
    this(InstantSource.system());
  }

  ReleaseTool(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String summary() {
    return "makes, signs and verifies releases, and the keys and roots for it";
  }

  @Override
  public String help() {
    return """
        tidegate release key new FILE
        tidegate release key show FILE ... [--pem]
        tidegate release root new -o FILE --expires TIME --root KEY ... --release KEY ... [--permit KEY ...]
        tidegate release root rotate --from FILE -o FILE --expires TIME [--root KEY ...] [--release KEY ...] [--permit KEY ...] [--key KEY ...]
        tidegate release root sign FILE --key KEY ...
        tidegate release root show FILE [--after FILE]
        tidegate release build -o FILE --name NAME --version VERSION --counter N --expires TIME
                               (--bundles DIR | --from-distribution DIR) [options]
        tidegate release sign FILE --key KEY ... [-o FILE]
        tidegate release permit FILE --key KEY ... --expires TIME [--device ID] [-o FILE]
        tidegate release show FILE ...
        tidegate release verify FILE --root FILE [options]

        key new makes a key of Ed25519 in a file (PKCS#8, PEM, mode 600); key show prints its id, with --pem
        its public part. Wherever a KEY does not sign, its public part will do. Options that take several may
        be repeated, or have commas.

        root new makes the document that gateways are made with (lib/root.json of a distribution): whose
        signatures count for newer roots, for releases, and for going back. --root-threshold N,
        --release-threshold N, --permit-threshold N: how many of them are asked for; default 1. root rotate
        makes the next one: name it N.json; what is not named stays, of a purpose whose keys are named anew
        the number that is asked for too. Enough keys of the old root and of the
        new one have to sign it, all at once or by root sign. root show --after OLD says whether it follows.

        build makes an archive, unsigned: a deployment package of all bundles of a folder (in folders 1, 2, ...
        by start level, or all in one) or of a distribution, with its features.

          --product NAME           what it is for; default tidegate-site
          --min-counter N          once it is confirmed no permit leads below N; default 0
          --feature SUMMARY        all of it is one feature of the release's name, which a site can remove again
          --features FILE          a folder of NAME.bndrun, or {"features": [{name, summary, fixed, bundles}]}
          --java N                 least version of Java; default 17
          --platform OS/ARCH       linux/amd64, linux/arm64 ...; default any
          --hardware-profile NAME  models of gateways; default any
          --needs NAME:N[-M]       another release in force, with its counter
          --probation SECONDS      1-86400; default 60
          --guard JAR              customizer for hosts with a DeploymentAdmin; --processor PID, default its name
          --roots DIR              newer roots to carry along: 2.json with 2.sig.json ...

        sign adds signatures and changes nothing else. permit adds leave to install it although its counter is
        not above what was confirmed, on the gateway with that id or (default) on all. verify says whether a
        gateway with that root would take it, and why not; show prints what it holds and believes nothing.

          --at TIME                as at that moment; default now
          --confirmed NAME:N       what the gateway has confirmed; default nothing
          --product, --java, --platform, --hardware-profile, --device
                                   what the gateway is; default what the release wants

        TIME is a day or a time such as 2027-01-31T12:00:00Z. --json prints an object a line.

        Exit codes: 0 done or good, 1 refused, 2 used wrongly or a file cannot be read.
        """;
  }

  @Override
  public int run(Call call) {
    List<String> arguments = new ArrayList<>(call.arguments());
    boolean json = arguments.remove("--json");
    Words words = new Words(arguments, call.directory(), clock);
    Report report = new Report(call.out(), json);
    try {
      return switch (words.next()) {
        case "key" -> new KeyCommands(words, report, call.out()).run();
        case "root" -> new RootCommands(words, report).run();
        case "build" -> new BuildCommand(words, report).run();
        case "sign" -> new SignCommands(words, report).sign();
        case "permit" -> new SignCommands(words, report).permit();
        case "show" -> new VerifyCommand(words, report, clock).show();
        case "verify" -> new VerifyCommand(words, report, clock).verify();
        default -> throw new WrongUse("key, root, build, sign, permit, show or verify");
      };
    } catch (Refusal refusal) {
      return refused(call, report, refusal);
    } catch (WrongUse e) {
      call.err().println("tidegate release: " + e.getMessage());
      call.err().println("`tidegate help release` says what there is.");
    } catch (IOException | InvalidPathException | ArithmeticException e) {
      call.err().println("tidegate release: " + sentence(e));
    }
    return 2;
  }

  private static int refused(Call call, Report report, Refusal refusal) {
    if (call.arguments().contains("--json")) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("good", false);
      fields.put("code", refusal.code());
      fields.put("reason", refusal.getMessage());
      report.print(fields);
    } else {
      call.err().println("tidegate release: " + refusal.code() + ": " + refusal.getMessage());
    }
    return 1;
  }

  private static String sentence(Exception e) {
    if (e instanceof NoSuchFileException) {
      return e.getMessage() + " is not there";
    }
    if (e instanceof FileAlreadyExistsException) {
      return e.getMessage() + " is there already";
    }
    return e instanceof FileSystemException || e instanceof ArithmeticException
        ? e.toString()
        : e.getMessage();
  }
}
