using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>The document around the pages.</summary>
internal sealed class RootLayout(DashboardMount mount)
{
    internal Html Render(Conn conn, Html inner) => $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <link rel="icon" href="data:,">
          {conn.LiveTitle("Dashboard", suffix: " · Zhar")}
          {conn.CoreStylesheet()}
          <link rel="stylesheet" href="{conn.Request.PathBase.ToUriComponent()}{mount.Path}{DashboardStyles.FileName}">
          {conn.LiveScripts()}
        </head>
        <body class="zd">{inner}</body>
        </html>
        """;
}
