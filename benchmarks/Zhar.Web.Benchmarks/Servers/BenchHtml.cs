using Zhar.Web;
using static Zhar.Web.Markup;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>The page that MVC's Razor views draw too.</summary>
internal static class BenchHtml
{
    internal static Html Root(Conn conn, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="csrf-token" content="{conn.CsrfToken}">
            <title>Users</title>
          </head>
          <body>
            <header><nav><a href="/">Home</a> <a href="/hello">Users</a></nav></header>
            {inner}
          </body>
        </html>
        """;

    internal static Html Hello(HelloModel model) => $"""
        <h1>Users</h1>
        <p>Hello, {model.Greeting}!</p>
        <table>
          <thead><tr><th>Id</th><th>Name</th><th>Email</th></tr></thead>
          <tbody>
            {Each(model.Users, u => $"<tr><td>{u.Id}</td><td>{u.Name}</td><td>{u.Email}</td></tr>")}
          </tbody>
        </table>
        """;
}
