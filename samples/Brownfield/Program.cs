using Playhouse;
using Playhouse.Live;
using Zhar;
using Zhar.Web;

var builder = WebApplication.CreateBuilder(args);
Site.AddServices(builder);

// A switch as any other feature's: without it the program is what it was.
var hasLiveSeats = builder.Configuration.GetValue("LiveSeats", true);
if (hasLiveSeats)
    builder.AddZhar<Application>();

var app = builder.Build();
await Site.Use(app);
if (hasLiveSeats)
    app.MapZharEndpoint<LiveEndpoint>("/zhar");

await app.RunAsync();
