using LiveE2E;
using Zhar;

return await ZharHost.Run<Application>(["--contentRoot", AppContext.BaseDirectory, .. args]);
