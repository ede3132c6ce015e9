/** 中文: 下乡. */
export const trips = {
  title: '下乡',
};
