package consort.simulator.mutation;

/**
 * A defect put into the code on purpose.
 *
 * @param id for reports: what is wrong then
 * @param type the class, by name
 * @param method of that class; all of its overloads are changed
 * @param faults with which it is found, as {@code --faults} takes them
 * @param tells what must be in the report: the kind of invariant that is violated
 */
record Mutation(String id, String type, String method, Change change, String faults, String tells) {
}
