package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import consort.fuzz.network.FreePort;
import consort.proto.OperatorGrpc;
import consort.proto.StatusRequest;
import consort.settings.SettingsException;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reflection and channelz: on the admin address, when there is one, and nowhere else. */
class AdminAddressTest {

    @TempDir
    private Path temporary;

    @Test
    void thePortServesNeitherEvenToTheOperator() {
        try (LiveCoordinator coordinator = new LiveCoordinator(temporary, "")) {
            Channel operator = coordinator.connect(LiveCoordinator.OPERATOR);
            assertThat(Status.fromThrowable(catchThrowable(() -> services(operator))).getCode())
                    .isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThatThrownBy(() -> servers(operator)).hasMessageContaining("UNIMPLEMENTED");
        }
    }

    @Test
    void theAdminAddressDescribesThePortsServicesAndServesNoneOfThem() {
        int port = FreePort.next();
        try (LiveCoordinator coordinator = new LiveCoordinator(temporary, "admin: { listen: \"127.0.0.1:" + port + "\" }\n")) {
            coordinator.assertServesAnHonestMember();
            ManagedChannel admin = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
            try {
                assertThat(services(admin)).contains("consort.v1.Operator", "consort.v1.Session", "grpc.channelz.v1.Channelz");
                assertThat(servers(admin)).isPositive();
                assertThatThrownBy(() -> OperatorGrpc.newBlockingStub(admin).status(StatusRequest.getDefaultInstance()))
                        .hasMessageContaining("UNIMPLEMENTED").hasMessageContaining("coordinator's port only");
            } finally {
                admin.shutdownNow();
            }
        }
        assertThatThrownBy(() -> new Socket("127.0.0.1", port)).as("ends with the coordinator")
                .isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7444", "192.0.2.1:7444", "pool.example.org:7444", "[::]:7444"})
    void refusesAnAdminAddressThatOthersCanReach(String address) throws IOException {
        Path file = Files.writeString(temporary.resolve("coordinator.yaml"),
                "address: pool.example.org:7443\nadmin: { listen: \"" + address + "\" }\n");
        assertThatThrownBy(() -> CoordinatorConfig.read(file)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("admin.listen").hasMessageContaining(address).hasMessageContaining("127.0.0.1:7444");
    }

    private static int servers(Channel channel) {
        return ChannelzGrpc.newBlockingStub(channel).withDeadlineAfter(180, TimeUnit.SECONDS)
                .getServers(GetServersRequest.getDefaultInstance()).getServerCount();
    }

    private static List<String> services(Channel channel) {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking =
                ServerReflectionGrpc.newStub(channel).serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        names.complete(response.getListServicesResponse().getServiceList().stream()
                                .map(ServiceResponse::getName).toList());
                    }

                    @Override
                    public void onError(Throwable refused) {
                        names.completeExceptionally(refused);
                    }

                    @Override
                    public void onCompleted() {
                        names.completeExceptionally(new AssertionError("no answer"));
                    }
                });
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        List<String> listed = names.orTimeout(180, TimeUnit.SECONDS).join();
        asking.onCompleted();
        return listed;
    }
}
