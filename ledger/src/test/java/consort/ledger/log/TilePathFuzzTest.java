package consort.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names of tiles: a member asks for them, and an auditor finds them in a folder. */
class TilePathFuzzTest extends DecoderFuzzTest {

    @Override
    protected List<byte[]> seeds() {
        return Stream.of("tile/0/000", "tile/7/x001/x234/067.p/255", "tile/entries/x999/999")
                .map(path -> path.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    protected boolean accepts(byte[] input) {
        String path = new String(input, StandardCharsets.UTF_8);
        Optional<TilePath> tile = TilePath.parse(path);
        tile.ifPresent(known -> assertThat(known.path()).isEqualTo(path));
        return tile.isPresent();
    }
}
