/// What an organization does with its own key, once it is a member.
package consort.worker.member;
