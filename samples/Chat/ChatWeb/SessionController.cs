using Chat;
using Microsoft.AspNetCore.Http;
using Zhar;
using Zhar.Data;
using Zhar.Web;

namespace ChatWeb;

/// <summary>Coming and going.</summary>
public sealed partial class SessionController(Rooms rooms, PubSub pubSub) : Controller
{
    public async Task<IResult> New(Conn conn) => MemberSession.Read(conn.GetSession()) is null
        ? Render(New, Member.Changeset(new(), Params.Empty))
        : Redirect(to: await FirstRoom());

    public async Task<IResult> Create(Conn conn, Params member)
    {
        switch (Member.Changeset(new() { Id = Guid.NewGuid().ToString("N") }, member).ApplyAction(ChangesetAction.Insert))
        {
            case Ok<Member>(var somebody):
                MemberSession.Begin(conn.GetSession(), somebody);
                return Redirect(to: await FirstRoom());
            case Invalid<Member>(var changeset):
                return Render(New, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }

    public IResult Delete(Conn conn)
    {
        MemberSession.End(conn.GetSession(), pubSub);
        return Redirect(to: "/");
    }

    private async Task<string> FirstRoom() => await rooms.List() is [var first, ..] ? ChatLive.PathOf(first) : "/chat/general";
}
