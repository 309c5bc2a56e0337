package consort.worker.folder;

import consort.certs.Address;
import consort.certs.CertsException;
import consort.settings.Settings;
import consort.settings.SettingsException;
import consort.worker.network.Route;
import consort.worker.policy.Policy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a site lends: {@code worker.yaml}, validated.
 *
 * @param coordinator where the coordinator is now, when not where it was at joining
 * @param proxy how the coordinator is reached, when this file says so
 * @param devices how many devices this worker lends, 1 to 1024
 * @param trainers by the names jobs use
 * @param data folders by the names jobs use, absolute
 * @param limits how much of this machine it takes
 * @param isolation whether trainers are kept apart from this worker's keys
 * @param policy what the site allows; a budget in money is not yet at the charter's rate
 * @param bandwidth what transfers take of the line
 * @param witness whether this worker is its organization's witness, where there is no other
 */
public record WorkerConfig(
        Optional<Address> coordinator,
        Optional<Route> proxy,
        int devices,
        Map<String, TrainerEntry> trainers,
        Map<String, Path> data,
        WorkerConfig.Limits limits,
        IsolationMode isolation,
        Policy policy,
        Bandwidth bandwidth,
        boolean witness) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final int MAX_DEVICES = 1024;

    /**
     * All in bytes.
     *
     * @param cacheBytes models kept on disk together
     * @param modelBytes the largest model taken
     * @param updateBytes the largest update formed; the disk holds at most one
     */
    public record Limits(long cacheBytes, long modelBytes, long updateBytes) {

        public static final Limits DEFAULT = new Limits(20L << 30, 4L << 30, 4L << 30);

        static Limits read(Settings yaml) {
            yaml.knows("cacheBytes", "modelBytes", "updateBytes");
            Limits limits = new Limits(
                    yaml.bytes("cacheBytes", DEFAULT.cacheBytes),
                    yaml.bytes("modelBytes", DEFAULT.modelBytes),
                    yaml.bytes("updateBytes", DEFAULT.updateBytes));
            if (limits.modelBytes > limits.cacheBytes) {
                throw yaml.error("modelBytes", "is " + limits.modelBytes + ", more than the cache of "
                        + limits.cacheBytes + " bytes it must fit into: raise cacheBytes or lower modelBytes");
            }
            return limits;
        }
    }

    public WorkerConfig {
        trainers = Map.copyOf(trainers);
        data = Map.copyOf(data);
    }

    /** Reads and validates; relative data folders begin at the file's own folder. Errors are {@link SettingsException}s. */
    public static WorkerConfig read(Path file) {
        Settings yaml = Settings.read(file);
        yaml.knows("coordinator", "proxy", "devices", "trainers", "data", "limits", "isolation", "policy", "bandwidth", "witness");
        Path folder = file.toAbsolutePath().getParent();
        Optional<Address> coordinator = yaml.text("coordinator").map(text -> address(yaml, text));
        int devices = (int) yaml.integer("devices", 1, 1, MAX_DEVICES);
        Map<String, TrainerEntry> trainers = yaml.objects("trainers", (name, fields) -> {
            requireName(yaml, "trainers", name);
            return TrainerEntry.read(fields, folder);
        });
        Map<String, Path> data = new TreeMap<>();
        yaml.textMap("data").forEach((name, path) -> {
            requireName(yaml, "data", name);
            data.put(name, PrivateParts.refuse(yaml.path("data." + name, folder, path), folder, yaml, "data"));
        });
        Limits limits = yaml.object("limits").map(Limits::read).orElse(Limits.DEFAULT);
        return new WorkerConfig(coordinator, ProxyYaml.read(yaml, file), devices, trainers, data, limits, isolation(yaml),
                yaml.object("policy").map(PolicyYaml::read).orElse(Policy.NONE),
                yaml.object("bandwidth").map(Bandwidth::read).orElse(Bandwidth.UNLIMITED), yaml.flag("witness", true));
    }

    private static IsolationMode isolation(Settings yaml) {
        return yaml.text("isolation").map(word -> IsolationMode.of(word).orElseThrow(() -> yaml.error("isolation",
                "is \"" + word + "\"; it can be " + String.join(", ", IsolationMode.words())))).orElse(IsolationMode.PREFERRED);
    }

    static Address address(Settings yaml, String text) {
        try {
            return Address.parse(text);
        } catch (CertsException e) {
            throw yaml.error("coordinator", "is no address: " + e.getMessage());
        }
    }

    private static void requireName(Settings yaml, String where, String name) {
        if (!NAME.matcher(name).matches()) {
            throw yaml.error(where, "has the name \"" + name
                    + "\"; a name has 1 to 40 characters of a-z, 0-9 and -, and does not begin with -");
        }
    }
}
