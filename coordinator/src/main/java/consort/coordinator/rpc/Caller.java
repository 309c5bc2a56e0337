package consort.coordinator.rpc;

import consort.certs.Callers;
import consort.certs.Identity;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Optional;

/**
 * The caller of the current call, in the terms of the service that {@link Access} let it reach. Services take whom a call is
 * about from here and not from the message; where a message names somebody, {@link #requireAbout} compares.
 */
final class Caller {

    private Caller() {
    }

    static WorkerId worker() {
        if (Callers.identity() instanceof Identity.Worker worker) {
            return worker(worker);
        }
        throw wrongRole();
    }

    static WorkerId worker(Identity.Worker worker) {
        return new WorkerId(worker.organization().value(), worker.worker().value());
    }

    /** Whose key signs the caller's own entries: an organization or a worker. */
    static Subject signer() {
        return switch (Callers.identity()) {
            case Identity.Organization organization -> Subject.ofOrganization(organization.organization().value());
            case Identity.Worker worker -> Subject.of(worker());
            default -> throw wrongRole();
        };
    }

    /** Who of an organization calls: it itself, a worker or a person. */
    static Subject member() {
        return switch (Callers.identity()) {
            case Identity.Person person ->
                    Subject.ofPerson(person.organization().value(), person.person().value());
            default -> signer();
        };
    }

    /** Whom the ledger may admit under an identity; empty for all others. */
    static Optional<Subject> subject(Identity identity) {
        return switch (identity) {
            case Identity.Organization organization ->
                    Optional.of(Subject.ofOrganization(organization.organization().value()));
            case Identity.Worker worker ->
                    Optional.of(Subject.of(worker(worker)));
            case Identity.Person person ->
                    Optional.of(Subject.ofPerson(person.organization().value(), person.person().value()));
            case Identity.Operator operator -> Optional.empty();
            case Identity.Coordinator coordinator -> Optional.empty();
            case Identity.Bootstrap bootstrap -> Optional.empty();
        };
    }

    static String inviteHash() {
        if (Callers.identity() instanceof Identity.Bootstrap bootstrap) {
            return bootstrap.invite().hex();
        }
        throw wrongRole();
    }

    /**
     * Refuses a call about another organization than the caller's, where the table says that it may be about its own only.
     *
     * @throws io.grpc.StatusRuntimeException {@code PERMISSION_DENIED}
     */
    static void requireAbout(String organization, MethodDescriptor<?, ?> method, Access access) {
        boolean any = access.scope(method.getFullMethodName(), Callers.principal()).filter(Access.Scope.ANY::equals).isPresent();
        if (!any && !organizationOf(Callers.identity()).filter(organization::equals).isPresent()) {
            throw Status.PERMISSION_DENIED.withDescription(Callers.identity().describe() + " may call "
                    + method.getFullMethodName() + " about its own organization only").asRuntimeException();
        }
    }

    private static Optional<String> organizationOf(Identity identity) {
        return switch (identity) {
            case Identity.Organization organization -> Optional.of(organization.organization().value());
            case Identity.Worker worker -> Optional.of(worker.organization().value());
            case Identity.Person person -> Optional.of(person.organization().value());
            case Identity.Operator operator -> Optional.empty();
            case Identity.Bootstrap bootstrap -> Optional.empty();
            case Identity.Coordinator coordinator -> Optional.empty();
        };
    }

    /** A name by which limits of a peer are counted. */
    static String peer() {
        return name(Callers.identity());
    }

    static String name(Identity identity) {
        return switch (identity) {
            case Identity.Operator operator -> "operator";
            case Identity.Organization organization -> organization.organization().value();
            case Identity.Worker worker -> worker.organization() + "/" + worker.worker();
            case Identity.Person person -> person.organization() + "/" + person.role().text() + "/" + person.person();
            case Identity.Bootstrap bootstrap -> "invite " + bootstrap.invite();
            case Identity.Coordinator coordinator -> "coordinator";
        };
    }

    private static IllegalStateException wrongRole() {
        return new IllegalStateException("the access table let " + Callers.identity().describe() + " through to here");
    }
}
