package consort.coordinator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.backup.Manifest.Item;
import consort.fuzz.DecoderFuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Manifests of backups, which may have lain on somebody else's disk: no file of a restored folder stands outside of it. */
class ManifestFuzzTest extends DecoderFuzzTest {

    private static final Path ROOT = Path.of("/srv/pool");

    @Override
    protected List<byte[]> seeds() {
        TreeMap<String, Item> files = new TreeMap<>();
        for (String path : List.of("coordinator.yaml", "ledger/checkpoint", "ledger/tile/entries/000.p/12", "certs/authority.pem", "keys/log-1.key",
                "blobs/" + "b".repeat(64))) {
            files.put(path, new Item("a".repeat(64), path.length()));
        }
        return List.of(new Manifest("pool.example/pool", 12, 1_700_000_000_000L, true, files).bytes(),
                new Manifest("pool.example/pool", 1, 0, false, new TreeMap<>(files.headMap("d"))).bytes());
    }

    @Override
    protected List<String> words() {
        return List.of("../", "/../", "//", "/", "..", "keys/", "ledger/", "end ", "\nend 6\n", "9999999999999999", "\u0000", "\r\n");
    }

    @Override
    protected boolean accepts(byte[] input) {
        Manifest manifest;
        try {
            manifest = Manifest.parse(input);
        } catch (BackupException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(manifest.entries()).isPositive();
        assertThat(Manifest.parse(manifest.bytes())).isEqualTo(manifest);
        assertThat(lines(manifest.bytes())).containsExactlyInAnyOrderElementsOf(lines(input));
        manifest.files().forEach((path, item) -> {
            Path file = ROOT.resolve(path);
            assertThat(file.startsWith(ROOT) && file.equals(file.normalize()) && !file.equals(ROOT)).as(path).isTrue();
            assertThat(item.bytes()).isNotNegative();
        });
        return true;
    }

    private static List<String> lines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).lines().toList();
    }
}
