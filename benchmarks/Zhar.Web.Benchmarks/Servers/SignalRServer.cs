using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>ASP.NET Core SignalR over WebSockets with its JSON protocol.</summary>
internal static class SignalRServer
{
    internal static Task Run()
    {
        var builder = BenchServer.Builder();
        builder.Services.AddSignalR(static o => o.ClientTimeoutInterval = TimeSpan.FromMinutes(10)); // the load client sends no pings
        var app = builder.Build();
        app.MapHub<RoomHub>("/room");
        return BenchServer.Run(app);
    }
}

public sealed class RoomHub : Hub
{
    public Task Join(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task Shout(string room, JsonElement payload) => Clients.Group(room).SendAsync("shout", payload);

    public JsonElement Echo(JsonElement payload) => payload;
}
