package consort.worker.preflight;

import consort.worker.folder.PartyFolder;

/** Whether the folder is a worker's. */
public record EnrolledCheck(PartyFolder folder) implements Check {

    static final String NAME = "enrolled";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding look() {
        String whose = folder.enrolled().describe();
        return folder.enrolled().worker().isPresent() ? Finding.ok("the folder is that of " + whose)
                : Finding.problem("the folder is that of " + whose + ", no worker's", "name a worker's with --dir");
    }
}
