package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionLimitTest {

    @TempDir
    private Path temporary;

    private LiveCoordinator coordinator;

    @BeforeEach
    void serves() {
        coordinator = new LiveCoordinator(temporary, "server: { maxConnections: 4, maxConnectionsPerPeer: 2 }\n");
    }

    @AfterEach
    void stops() {
        coordinator.close();
    }

    @Test
    void connectionsOfOnePeerBeyondItsLimitAreCutAndHoldNobodyElsesPlace() throws Exception {
        List<RawPeer> kept = connections("hostile", 2);
        List<RawPeer> beyond = connections("hostile", 2);
        coordinator.assertServesAnHonestMember();
        for (RawPeer cut : beyond) {
            cut.awaitEnd();
        }
        assertThat(kept).allMatch(RawPeer::isOpen);
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void theOperatorGetsInWhenAllPlacesAreTaken() {
        connections("w1", 2);
        connections("w2", 2);
        assertThatThrownBy(coordinator::assertServesAnHonestMember)
                .hasMessageContaining("RESOURCE_EXHAUSTED").hasMessageContaining("server.maxConnections");
        assertThat(LedgerCopyGrpc.newBlockingStub(coordinator.connect(LiveCoordinator.OPERATOR))
                .keys(KeysRequest.getDefaultInstance()).getNamesList()).isNotEmpty();
    }

    private List<RawPeer> connections(String worker, int count) {
        return IntStream.range(0, count).mapToObj(i -> coordinator.raw(LiveCoordinator.worker(worker)).begin()).toList();
    }
}
