package consort.simulator.node;

import consort.ledger.log.LogStore;
import consort.proto.CoordinatorMessage;
import java.io.IOException;

/** What the coordinator tells a worker, in place of what it should. */
@FunctionalInterface
public interface Tongue {

    /** Says what is so. */
    Tongue HONEST = (message, log) -> message;

    /** @param log as it is */
    CoordinatorMessage says(CoordinatorMessage message, LogStore log) throws IOException;
}
