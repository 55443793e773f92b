export default { mounted() {} };
export const Other = { mounted() {} };
