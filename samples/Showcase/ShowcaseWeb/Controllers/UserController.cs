using Microsoft.AspNetCore.Http;
using Showcase;
using Zhar;
using Zhar.Data;
using Zhar.Web;

namespace ShowcaseWeb;

/// <summary>Users, as pages and as JSON.</summary>
public sealed partial class UserController(Users users) : Controller
{
    public async Task<IResult> Index(Conn conn)
    {
        conn.Assign("page_title", "Users");
        return Render(Index, await users.List());
    }

    public async Task<IResult> Show(Conn conn, long id)
    {
        var user = await users.Get(id);
        conn.Assign("page_title", user.Name);
        return Render(Show, user);
    }

    public IResult New(Conn conn)
    {
        conn.Assign("page_title", "New user");
        return Render(New, users.Change(new User()));
    }

    public async Task<IResult> Create(Conn conn, Params user)
    {
        switch (await users.Create(user))
        {
            case Ok<User>(var made) when conn.Format == "json":
                return Created(Paths.Api.Users.Show(made.Id), UserJson.Show(made));
            case Ok<User>(var made):
                conn.PutFlash("info", $"{made.Name} is stored.");
                return Redirect(to: Paths.Users.Show(made.Id));
            case Invalid<User>(var changeset):
                return Render(New, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }

    public async Task<IResult> Edit(Conn conn, long id)
    {
        var user = await users.Get(id);
        conn.Assign("page_title", $"Edit {user.Name}");
        return conn.Get(Visitor.Key).MayChange(user) ? Render(Edit, users.Change(user)) : Forbidden();
    }

    public async Task<IResult> Update(Conn conn, long id, Params user)
    {
        var stored = await users.Get(id);
        if (!conn.Get(Visitor.Key).MayChange(stored))
            return Forbidden();
        switch (await users.Update(stored, user))
        {
            case Ok<User>(var changed):
                conn.PutFlash("info", "Saved.");
                return Redirect(to: Paths.Users.Show(changed.Id));
            case Invalid<User>(var changeset):
                return Render(Edit, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }

    public async Task<IResult> Delete(Conn conn, long id)
    {
        var user = await users.Get(id);
        if (!conn.Get(Visitor.Key).MayChange(user))
            return Forbidden();
        await users.Delete(user);
        conn.PutFlash("info", $"{user.Name} is deleted.");
        return Redirect(to: Paths.Users.Index());
    }
}
