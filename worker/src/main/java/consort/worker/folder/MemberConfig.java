package consort.worker.folder;

import consort.certs.Address;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code member.yaml}, validated.
 *
 * @param coordinator where the coordinator is now, when not where it was at accepting
 */
public record MemberConfig(Optional<Address> coordinator) {

    /** Reads and validates; errors are {@link ConfigException}s. */
    public static MemberConfig read(Path file) {
        YamlFields yaml = YamlFields.read(file);
        yaml.knows("coordinator");
        Optional<Address> coordinator = yaml.text("coordinator").map(text -> WorkerConfig.address(yaml, text));
        return new MemberConfig(coordinator);
    }
}
