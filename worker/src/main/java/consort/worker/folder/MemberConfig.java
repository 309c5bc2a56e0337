package consort.worker.folder;

import consort.certs.Address;
import consort.settings.Settings;
import consort.settings.SettingsException;
import consort.worker.network.Route;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code member.yaml}, validated.
 *
 * @param coordinator where the coordinator is now, when not where it was at accepting
 * @param proxy how the coordinator is reached, when this file says so
 */
public record MemberConfig(Optional<Address> coordinator, Optional<Route> proxy) {

    /** Reads and validates; errors are {@link SettingsException}s. */
    public static MemberConfig read(Path file) {
        Settings yaml = Settings.read(file);
        yaml.knows("coordinator", "proxy");
        Optional<Address> coordinator = yaml.text("coordinator").map(text -> WorkerConfig.address(yaml, text));
        return new MemberConfig(coordinator, ProxyYaml.read(yaml, file));
    }
}
