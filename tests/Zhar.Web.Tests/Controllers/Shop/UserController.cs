using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web.Tests.Controllers.Shop;

[View("csv", typeof(UserCsv))]
public sealed partial class UserController(Users users) : Controller
{
    public async Task<IResult> Index(Conn conn, int page = 1, string? q = null, Role? role = null) => Render(Index, await users.List());

    public async Task<IResult> Show(Conn conn, int id) => With(await users.Fetch(id), user => Render(Show, user));

    public IResult New() => Render(New);

    public IResult Create(Conn conn, Params user) => user.Get("name") is { Length: > 0 } name
        ? Redirect(to: Paths.Users.Show(3))
        : RenderView("New", "name is missing").Status(422);

    public IResult Update(Conn conn, int id, UserInput user) => Json(user);

    [Authorize(Roles = "admin")]
    public IResult Delete(int id) => NoContent();
}
