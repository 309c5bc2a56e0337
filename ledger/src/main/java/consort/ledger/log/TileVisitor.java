package consort.ledger.log;

import java.io.IOException;

/** Receives the files of which a published log consists. */
@FunctionalInterface
public interface TileVisitor {

    void tile(TilePath tile, byte[] bytes) throws IOException;
}
