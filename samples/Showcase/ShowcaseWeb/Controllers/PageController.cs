using Chat;
using ChatWeb;
using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace ShowcaseWeb;

/// <summary>The page that all others are reached from.</summary>
public sealed partial class PageController(Rooms rooms) : Controller
{
    public IResult Home(Conn conn) => Render(Home);

    /// <summary>Into the first room.</summary>
    public async Task<IResult> Chat(Conn conn) => await rooms.List() is [var first, ..] ? Redirect(to: ChatLive.PathOf(first)) : NotFound();
}
