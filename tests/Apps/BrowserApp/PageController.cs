using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace BrowserApp;

public sealed partial class PageController : Controller
{
    public IResult Room(Conn conn) => Render(Room);

    public IResult Fail(Conn conn) => throw new InvalidOperationException("This page fails, and its secret is sesame.");
}

public static class PageHtml
{
    public static Html Room(Conn conn) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="user-token" content="{Token.Sign(conn.Keys, RoomSocket.Salt, conn.Request.Query["user"].ToString())}">
            <title>Room</title>
            <link rel="icon" href="data:,">
            <script type="module" src="/assets/room.js"></script>
          </head>
          <body>
            <h1>Room</h1>
            <p id="status" role="status">connecting</p>
            <ul id="people" aria-label="People"></ul>
            <ol id="messages" aria-label="Messages"></ol>
            <form id="say"><label>Message <input id="message" autocomplete="off"></label><button>Send</button></form>
          </body>
        </html>
        """;
}
